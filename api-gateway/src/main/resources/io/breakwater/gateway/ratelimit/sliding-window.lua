-- sliding_window(key, now, limit, window) reads one counter and says what it would admit.
--
-- State   a hash at key: i = number of the current window since the epoch, c = charged in it, p = charged in the one before.
-- TTL     two windows from the last charge: after that both halves are zero.
-- Rule    ceil(p * (1 - f)) + c + cost <= limit, f being the part of the current window that has passed.
-- Returns room    how many more would be admitted now (may be negative after the limit was lowered)
--         wait    of a state with c and p as given: milliseconds until one more is admitted if nobody else calls
--         charge  a function that adds a cost
-- Clock   a clock that steps back stays in the newest window it has seen, at its start: it never admits more.
-- Exact   all numbers are integers below 2^53.
local function ceil_div(a, b)
  local q = math.floor(a / b)
  while q * b < a do q = q + 1 end
  while q > 0 and (q - 1) * b >= a do q = q - 1 end
  return q
end

local function floor_div(a, b)
  local q = math.floor(a / b)
  while q * b > a do q = q - 1 end
  while (q + 1) * b <= a do q = q + 1 end
  return q
end

local function sliding_window(key, now, limit, window)
  local state = redis.call('HMGET', key, 'i', 'c', 'p')
  local index = floor_div(now, window)
  local elapsed = now - index * window
  local stored = tonumber(state[1]) or index
  local current = tonumber(state[2]) or 0
  local previous = tonumber(state[3]) or 0
  local ahead = 0
  if stored > index then
    index = stored
    elapsed = 0
    ahead = stored * window - now
  elseif stored < index then
    previous = stored == index - 1 and current or 0
    current = 0
  end

  local self = {}

  function self.room()
    return limit - current - ceil_div(previous * (window - elapsed), window)
  end

  function self.wait()
    if self.room() >= 1 then return 0 end
    local spare = limit - 1 - current
    if spare >= 0 then
      return ahead + window - floor_div(spare * window, previous) - elapsed
    end
    return ahead + window - elapsed + window - floor_div((limit - 1) * window, current)
  end

  function self.charge(cost)
    current = current + cost
    redis.call('HSET', key, 'i', string.format('%.0f', index), 'c', string.format('%.0f', current),
      'p', string.format('%.0f', previous))
    redis.call('PEXPIRE', key, 2 * window)
  end

  return self
end
