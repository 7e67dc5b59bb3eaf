-- Says that a gateway is alive, and counts those that are.
--
-- KEYS    one sorted set: gateways by when they were last heard of, in ms.
-- ARGV    this gateway's id; for how long a sign of life holds, in ms.
-- Result  how many are alive.
-- TTL     the time for which a sign of life holds.
-- Clock   Redis' own.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local holds = tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('(%.0f', now - holds))
redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[1])
redis.call('PEXPIRE', KEYS[1], holds)
return redis.call('ZCARD', KEYS[1])
