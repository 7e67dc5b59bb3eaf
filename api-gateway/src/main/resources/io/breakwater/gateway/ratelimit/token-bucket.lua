-- token_bucket(key, now, limit, window) reads one bucket and says what it would admit.
--
-- State   a hash at key: l = level in units of 1/window of a token (so that refilling is exact), t = when that was true.
-- TTL     one window and a second from the last charge: by then the bucket is full again.
-- Rule    the bucket holds at most limit tokens and gains limit of them per window; a request takes cost of them.
-- Returns as sliding_window: room, wait, charge.
-- Clock   a clock that steps back refills nothing until it passes the time of the last charge.
-- Exact   all numbers are integers below 2^53.
local function token_bucket(key, now, limit, window)
  local state = redis.call('HMGET', key, 'l', 't')
  local full = limit * window
  local level = tonumber(state[1]) or full
  local since = tonumber(state[2]) or now
  if now > since then
    level = level + math.min(now - since, window) * limit
    since = now
  end
  level = math.min(level, full)

  local self = {}

  function self.room()
    return floor_div(level, window)
  end

  function self.wait()
    if level >= window then return 0 end
    return ceil_div(window - level, limit) + since - now
  end

  function self.charge(cost)
    level = level - cost * window
    redis.call('HSET', key, 'l', string.format('%.0f', level), 't', string.format('%.0f', since))
    redis.call('PEXPIRE', key, window + 1000)
  end

  return self
end
