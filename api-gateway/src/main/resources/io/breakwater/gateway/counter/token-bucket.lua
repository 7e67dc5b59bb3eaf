-- token_bucket(key, now, limit, window, burst) reads one bucket and says what it would admit.
--
-- State   a hash at key: l = level in units of 1/window of a token (so that refilling is exact), t = when that was true;
--         once something was leased: s = number of the present 200 ms since the epoch, c and p = leased in them and before.
-- TTL     what an empty bucket takes to fill and a second, from the last charge: by then it is full again.
-- Rule    the bucket holds at most burst tokens and gains limit of them per window; a request takes cost of them. Leases
--         that may still be out count as held: what refills in their place would come on top of them.
-- Returns as sliding_window: room, wait, charge, leasable (at most half of the burst at a time), give_back, ends.
-- Clock   a clock that steps back refills nothing until it passes the time of the last charge.
-- Exact   all numbers are integers below 2^53.
local function token_bucket(key, now, limit, window, burst)
  local state = redis.call('HMGET', key, 'l', 't', 's', 'c', 'p')
  local full = burst * window
  local until_full = ceil_div(full, limit)
  local level = tonumber(state[1]) or full
  local since = tonumber(state[2]) or now
  if now > since then
    level = level + math.min(now - since, until_full) * limit
    since = now
  end
  local slot = floor_div(now, 200)
  local stored = tonumber(state[3]) or slot
  local leased, leased_before = tonumber(state[4]) or 0, tonumber(state[5]) or 0
  if stored < slot then
    leased_before = stored == slot - 1 and leased or 0
    leased = 0
  else
    slot = stored
  end
  level = math.min(level, full - (leased + leased_before) * window)

  local self = {}

  local function store()
    redis.call('HSET', key, 'l', string.format('%.0f', level), 't', string.format('%.0f', since))
    if state[3] or leased > 0 then
      redis.call('HSET', key, 's', string.format('%.0f', slot), 'c', string.format('%.0f', leased),
        'p', string.format('%.0f', leased_before))
    end
    redis.call('PEXPIRE', key, until_full + 1000)
  end

  function self.room()
    return floor_div(level, window)
  end

  function self.wait(cost)
    if level >= cost * window then return 0 end
    return ceil_div(cost * window - level, limit) + since - now
  end

  function self.charge(cost, lease)
    level = level - (cost + lease) * window
    leased = leased + lease
    store()
  end

  function self.leasable(cost)
    return math.max(0, math.min(self.room() - cost, math.floor(burst / 2) - leased - leased_before))
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
