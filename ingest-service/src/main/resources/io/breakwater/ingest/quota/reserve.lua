-- Charges one event to the quotas of a tenant and environment, all or none. Atomic; both keys have one hash tag.
-- KEYS: the day's counts, a hash (reserved, refunded, seeded); the month's participants, a set (with '*' once seeded)
-- ARGV: events a day, participants a month (each -1 for no limit), the participant, 1 to go without seeds, the two
--       keys' seconds to live
-- Returns: { what, events of the day, participants of the month }; what is 'ok', 'seed' (nothing is charged: PostgreSQL
--          has to be asked first), or the kind that is used up
local day_limit, month_limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local events, participants, fresh = -1, -1, false
if day_limit >= 0 then
    local counts = redis.call('HMGET', KEYS[1], 'reserved', 'refunded', 'seeded')
    if not counts[3] and ARGV[4] ~= '1' then
        return { 'seed', -1, -1 }
    end
    events = tonumber(counts[1] or '0') - tonumber(counts[2] or '0')
    if events + 1 > day_limit then
        return { 'events_day', events, -1 }
    end
end
if month_limit >= 0 then
    local seeded = redis.call('SISMEMBER', KEYS[2], '*')
    if seeded == 0 and ARGV[4] ~= '1' then
        return { 'seed', -1, -1 }
    end
    participants = redis.call('SCARD', KEYS[2]) - seeded
    fresh = redis.call('SISMEMBER', KEYS[2], ARGV[3]) == 0
    if fresh and participants + 1 > month_limit then
        return { 'participants_month', events, participants }
    end
end
if day_limit >= 0 then
    redis.call('HINCRBY', KEYS[1], 'reserved', 1)
    redis.call('EXPIRE', KEYS[1], ARGV[5])
    events = events + 1
end
if fresh then
    redis.call('SADD', KEYS[2], ARGV[3])
    redis.call('EXPIRE', KEYS[2], ARGV[6])
    participants = participants + 1
end
return { 'ok', events, participants }
