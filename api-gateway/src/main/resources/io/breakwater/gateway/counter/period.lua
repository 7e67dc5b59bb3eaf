-- period(key, now, limit, ends_at) reads what was used since a period began. Another period has another key.
--
-- State   a hash at key: u = used.
-- TTL     until a day after the period's end.
-- Rule    used + cost <= limit.
-- Returns as sliding_window: room, wait, charge, leasable, give_back, ends. A cost is given back whenever it was charged.
-- Exact   all numbers are integers below 2^53.
local DAY = 24 * 60 * 60 * 1000

local function period(key, now, limit, ends_at)
  local stored = redis.call('HGET', key, 'u')
  local used = tonumber(stored) or 0

  local self = {}

  local function store()
    redis.call('HSET', key, 'u', string.format('%.0f', used))
    redis.call('PEXPIRE', key, math.max(1, ends_at - now) + DAY)
  end

  function self.room()
    return limit - used
  end

  function self.wait(cost)
    if self.room() >= cost then return 0 end
    return math.max(1, ends_at - now)
  end

  function self.charge(cost, lease)
    used = used + cost + lease
    store()
  end

  function self.leasable(cost)
    return self.room() - cost
  end

  function self.give_back(cost)
    if not stored then return end
    used = math.max(0, used - cost)
    store()
  end

  function self.ends()
    return math.max(0, ends_at - now)
  end

  return self
end
