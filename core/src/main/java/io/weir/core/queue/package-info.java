/**
 * Queues: where the router and the subscription meet. {@link io.weir.core.queue.Queues} declares
 * exchanges and queues, publishes to the set of targets that the router finds, and hands a queue's
 * messages to consumers. A durable queue is a topic with a subscription; one that ends with its
 * connection, or with the process, is the same in bounded memory.
 *
 * <p>It is what heads of protocols with queues call. It knows none of them: they say in its terms
 * what their clients ask for, and word its {@link io.weir.core.queue.Refusal}s.
 */
@NullMarked
package io.weir.core.queue;

import org.jspecify.annotations.NullMarked;
