-- Decides one request against all of its policies. It is run behind sliding-window.lua and token-bucket.lua, as one script.
--
-- KEYS    one per policy; all in one hash slot ({t:<tenant>} or {ip:<address>}).
-- ARGV    per policy, in the order of KEYS: 'sliding-window' or 'token-bucket', limit, window in ms, cost.
-- Result  a flat array of integers: now in ms, then per policy: 1 if it admits the request, else 0; remaining after the
--         decision; ms until one more request passes it if nobody else calls.
-- TTL     each algorithm's own.
-- Atomic  a request is charged to every policy or, if one refuses it, to none. Time is Redis' own.
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local counters, costs, admits, all = {}, {}, {}, true
for i = 1, #KEYS do
  local at = (i - 1) * 4
  local algorithm = ARGV[at + 1] == 'token-bucket' and token_bucket or sliding_window
  counters[i] = algorithm(KEYS[i], now, tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]))
  costs[i] = tonumber(ARGV[at + 4])
  admits[i] = counters[i].room() >= costs[i]
  all = all and admits[i]
end

local result = {now}
for i = 1, #KEYS do
  if all then counters[i].charge(costs[i]) end
  result[#result + 1] = admits[i] and 1 or 0
  result[#result + 1] = math.max(0, counters[i].room())
  result[#result + 1] = counters[i].wait()
end
return result
