-- token_bucket(key, now, limit, window, burst) reads one bucket and says what it would admit.
--
-- State   a hash at key: l = level in units of 1/window of a token (so that refilling is exact), t = when that was true.
-- TTL     what an empty bucket takes to fill and a second, from the last charge: by then it is full again.
-- Rule    the bucket holds at most burst tokens and gains limit of them per window; a request takes cost of them.
-- Returns as sliding_window: room, wait, charge, give_back, ends.
-- Clock   a clock that steps back refills nothing until it passes the time of the last charge.
-- Exact   all numbers are integers below 2^53.
local function token_bucket(key, now, limit, window, burst)
  local state = redis.call('HMGET', key, 'l', 't')
  local full = burst * window
  local until_full = ceil_div(full, limit)
  local level = tonumber(state[1]) or full
  local since = tonumber(state[2]) or now
  if now > since then
    level = level + math.min(now - since, until_full) * limit
    since = now
  end
  level = math.min(level, full)

  local self = {}

  local function store()
    redis.call('HSET', key, 'l', string.format('%.0f', level), 't', string.format('%.0f', since))
    redis.call('PEXPIRE', key, until_full + 1000)
  end

  function self.room()
    return floor_div(level, window)
  end

  function self.wait(cost)
    if level >= cost * window then return 0 end
    return ceil_div(cost * window - level, limit) + since - now
  end

  function self.charge(cost)
    level = level - cost * window
    store()
  end

  function self.give_back(cost, charged_at)
    if not state[1] then return end
    level = math.min(full, level + cost * window)
    store()
  end

  function self.ends()
    return window
  end

  return self
end
