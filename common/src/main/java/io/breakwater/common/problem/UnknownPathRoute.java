package io.breakwater.common.problem;

import io.breakwater.common.telemetry.RequestId;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Answers, in our form, what no other route of this service answers: paths outside of its REST root. */
@ApplicationScoped
class UnknownPathRoute {

    void register(@Observes Router router) {
        router.route().order(Integer.MAX_VALUE).handler(UnknownPathRoute::notFound);
    }

    private static void notFound(RoutingContext context) {
        String requestId = RequestId.acceptOrCreate(context.request().getHeader(RequestId.HEADER));
        ErrorProfile profile = ErrorProfile.of(
                context.request().getHeader(ErrorProfile.HEADER),
                context.request().getHeader("Accept"));
        RenderedProblem rendered = ProblemRenderer.render(Problem.of(ErrorCode.NOT_FOUND), profile, requestId);
        context.response()
                .setStatusCode(rendered.status())
                .putHeader("Content-Type", rendered.contentType())
                .putHeader(RequestId.HEADER, requestId)
                .end(rendered.body());
    }
}
