-- Decides one request against all of its policies. It is run behind the files of the algorithms, as one script.
--
-- KEYS    one per policy; all in one hash slot.
-- ARGV    'charge', 'peek' (the same answer, nothing is charged) or 'give-back'; the moment of the charge that is given
--         back, in ms; then per policy, in the order of KEYS: 'sliding-window', 'token-bucket' or 'period'; limit; window
--         in ms, or the end of the period in ms of the epoch; burst; cost; how much is needed in the next 100 ms, to be
--         charged as a lease as far as there is room and the window lasts; 1 if the policy refuses, 0 if it is only tried out.
-- Result  a flat array of integers: now in ms, then per policy: 1 if it admits the request, else 0; remaining after the
--         decision; ms until one more request passes it if nobody else calls; how much was charged as a lease; ms until
--         the window ends that the lease belongs to.
-- TTL     each algorithm's own.
-- Atomic  a request is charged to every policy or, if one that refuses refuses it, to none. A policy that is only tried
--         out is charged what it would have admitted. Time is Redis' own.
local action, charged_at = ARGV[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local algorithms = {['sliding-window'] = sliding_window, ['token-bucket'] = token_bucket, ['period'] = period}

local counters, costs, admits, all = {}, {}, {}, true
for i = 1, #KEYS do
  local at = 2 + (i - 1) * 7
  counters[i] = algorithms[ARGV[at + 1]](KEYS[i], now, tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]),
    tonumber(ARGV[at + 4]))
  costs[i] = tonumber(ARGV[at + 5])
  admits[i] = counters[i].room() >= costs[i]
  if ARGV[at + 7] == '1' then all = all and admits[i] end
end

local result = {now}
for i = 1, #KEYS do
  local lease = 0
  if action == 'give-back' then
    counters[i].give_back(costs[i], charged_at)
  elseif action == 'charge' and all and admits[i] then
    local needed = tonumber(ARGV[2 + (i - 1) * 7 + 6])
    lease = math.min(floor_div(needed * math.min(counters[i].ends(), 100), 100), counters[i].leasable(costs[i]))
    counters[i].charge(costs[i], lease)
  end
  result[#result + 1] = admits[i] and 1 or 0
  result[#result + 1] = math.max(0, counters[i].room())
  result[#result + 1] = counters[i].wait(costs[i])
  result[#result + 1] = lease
  result[#result + 1] = counters[i].ends()
end
return result
