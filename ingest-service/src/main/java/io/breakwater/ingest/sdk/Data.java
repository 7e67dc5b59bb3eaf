package io.breakwater.ingest.sdk;

/** The envelope of every answer to an SDK. */
record Data<T>(T data) {}
