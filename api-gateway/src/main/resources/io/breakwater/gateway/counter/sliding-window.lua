-- sliding_window(key, now, limit, window) reads one counter and says what it would admit.
--
-- State   a hash at key: i = number of the current window since the epoch, c = charged in it, p = charged in the one before.
-- TTL     two windows from the last charge: after that both halves are zero.
-- Rule    ceil(p * (1 - f)) + c + cost <= limit, f being the part of the current window that has passed.
-- Returns room       how many more would be admitted now (may be negative after the limit was lowered)
--         wait       of a cost: milliseconds until it is admitted if nobody else calls
--         charge     a function that adds a cost and a lease
--         leasable   how much more than a cost could be charged
--         give_back  a function that takes back a cost that was charged at a moment, from the window of that moment
--         ends       milliseconds until the current window ends
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

  local function store()
    redis.call('HSET', key, 'i', string.format('%.0f', index), 'c', string.format('%.0f', current),
      'p', string.format('%.0f', previous))
    redis.call('PEXPIRE', key, 2 * window)
  end

  function self.room()
    return limit - current - ceil_div(previous * (window - elapsed), window)
  end

  function self.wait(cost)
    if self.room() >= cost then return 0 end
    local spare = limit - cost - current
    if spare >= 0 then
      return ahead + window - floor_div(spare * window, previous) - elapsed
    end
    return ahead + window - elapsed + window - floor_div((limit - cost) * window, current)
  end

  function self.charge(cost, lease)
    current = current + cost + lease
    store()
  end

  function self.leasable(cost)
    return self.room() - cost
  end

  function self.give_back(cost, charged_at)
    if not state[1] then return end
    local charged_in = floor_div(charged_at, window)
    if charged_in == index then
      current = math.max(0, current - cost)
    elseif charged_in == index - 1 then
      previous = math.max(0, previous - cost)
    else
      return
    end
    store()
  end

  function self.ends()
    return ahead + window - elapsed
  end

  return self
end
