package io.weir.core.subscription;

/** A delivery to a consumer. */
record Dispatched(long consumer, Delivery delivery) {}
