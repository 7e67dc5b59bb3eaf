package io.breakwater.gateway.counter;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs one script for many. What one turn of an event loop asks, such as for all requests that it has just read, goes to Redis in
 * one write, under one time-out; it waits for no other turn. Safe from any thread; an answer arrives where it was asked for.
 */
final class ScriptCalls {

    private final RedisGate gate;
    private final Script script;
    private final boolean gather;
    private final Map<Thread, Lane> lanes = new ConcurrentHashMap<>();

    /**
     * @param gather whether several calls may go in one write: not to a cluster, where each goes to the node of its keys
     */
    ScriptCalls(RedisGate gate, Script script, boolean gather) {
        this.gate = gate;
        this.script = script;
        this.gather = gather;
    }

    /**
     * Runs it.
     *
     * @param arguments adds the number of keys, the keys and what follows
     */
    Future<@Nullable Response> run(Consumer<Request> arguments) {
        @Nullable Context caller = Vertx.currentContext();
        if (!gather || caller == null || !Context.isOnEventLoopThread() || !gate.isOpen()) {
            return gate.<@Nullable Response>ask(connection -> script.run(connection, arguments));
        }
        return lanes.computeIfAbsent(Thread.currentThread(), thread -> new Lane())
                .add(arguments, (ContextInternal) caller);
    }

    /** Of one event loop, and confined to it. */
    private final class Lane {

        private List<Consumer<Request>> calls = new ArrayList<>();
        private List<Promise<@Nullable Response>> answers = new ArrayList<>();

        Future<@Nullable Response> add(Consumer<Request> arguments, ContextInternal caller) {
            Promise<@Nullable Response> answer = caller.promise();
            calls.add(arguments);
            answers.add(answer);
            if (calls.size() == 1) {
                caller.nettyEventLoop().execute(() -> caller.emit(ignored -> send()));
            }
            return answer.future();
        }

        private void send() {
            List<Consumer<Request>> gathered = calls;
            List<Promise<@Nullable Response>> awaiting = answers;
            calls = new ArrayList<>();
            answers = new ArrayList<>();
            Future<List<@Nullable Response>> replies = gate.ask(connection -> script.runAll(connection, gathered));
            replies.onSuccess(told -> {
                        for (int i = 0; i < awaiting.size(); i++) {
                            awaiting.get(i).complete(told.get(i));
                        }
                    })
                    .onFailure(cause -> awaiting.forEach(answer -> answer.fail(cause)));
        }
    }
}
