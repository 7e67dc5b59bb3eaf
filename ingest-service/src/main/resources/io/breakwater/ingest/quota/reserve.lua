-- Charges events to the quotas of a tenant and environment, each or not, in order. Atomic; both keys have one hash tag.
-- KEYS: the day's counts, a hash (reserved, refunded, seeded); the month's participants, a set (with '*' once seeded)
-- ARGV: events a day, participants a month (each -1 for no limit), 1 to go without seeds, the two keys' seconds to live,
--       then each event's participant
-- Returns: for each event, one after the other, what, events of the day, participants of the month; what is 'ok', or the
--          kind that is used up. Nothing at all when PostgreSQL has to be asked first: then nothing is charged
local day_limit, month_limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local events, participants, is_new_day = -1, -1, false
if day_limit >= 0 then
    local counts = redis.call('HMGET', KEYS[1], 'reserved', 'refunded', 'seeded')
    if not counts[3] and ARGV[3] ~= '1' then
        return {}
    end
    is_new_day = not counts[1]
    events = tonumber(counts[1] or '0') - tonumber(counts[2] or '0')
end
if month_limit >= 0 then
    local seeded = redis.call('SISMEMBER', KEYS[2], '*')
    if seeded == 0 and ARGV[3] ~= '1' then
        return {}
    end
    participants = redis.call('SCARD', KEYS[2]) - seeded
end
local answer, charged, is_new_month = {}, 0, participants == 0
for i = 6, #ARGV do
    local what = 'ok'
    if day_limit >= 0 and events + 1 > day_limit then
        what = 'events_day'
    elseif month_limit >= 0 and redis.call('SISMEMBER', KEYS[2], ARGV[i]) == 0 then
        if participants + 1 > month_limit then
            what = 'participants_month'
        else
            redis.call('SADD', KEYS[2], ARGV[i])
            participants = participants + 1
        end
    end
    if what == 'ok' and day_limit >= 0 then
        charged = charged + 1
        events = events + 1
    end
    answer[#answer + 1] = what
    answer[#answer + 1] = events
    answer[#answer + 1] = participants
end
if charged > 0 then
    redis.call('HINCRBY', KEYS[1], 'reserved', charged)
    if is_new_day then
        redis.call('EXPIRE', KEYS[1], ARGV[4])
    end
end
if is_new_month and participants > 0 then
    redis.call('EXPIRE', KEYS[2], ARGV[5])
end
return answer
