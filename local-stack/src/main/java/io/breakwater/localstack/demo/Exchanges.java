package io.breakwater.localstack.demo;

import java.net.URI;

/** Who looks on while requests are sent and answered. */
interface Exchanges {

    /** Nobody looks. */
    Exchanges UNSEEN = new Exchanges() {
        @Override
        public void sending(URI uri, Request request) {}

        @Override
        public void answered(Answer answer) {}
    };

    void sending(URI uri, Request request);

    void answered(Answer answer);
}
