-- Brings a day's counts up to what PostgreSQL says. Atomic; may be repeated and come late.
-- KEYS: the day's counts, a hash (reserved, refunded, seeded)
-- ARGV: 1 to seed counts that are not there, processed events, refunded events, seconds to live
-- Returns: 1 when there are counts now, else 0
if redis.call('HEXISTS', KEYS[1], 'seeded') == 0 then
    if ARGV[1] ~= '1' then
        return 0
    end
    local known = tonumber(redis.call('HGET', KEYS[1], 'reserved') or '0')
    redis.call('HSET', KEYS[1], 'seeded', 1, 'reserved', math.max(known, ARGV[2] + ARGV[3]))
    redis.call('EXPIRE', KEYS[1], ARGV[4])
end
local refunded = tonumber(redis.call('HGET', KEYS[1], 'refunded') or '0')
if tonumber(ARGV[3]) > refunded then
    redis.call('HSET', KEYS[1], 'refunded', ARGV[3])
end
return 1
