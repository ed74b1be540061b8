package io.weir.core.queue;

import io.weir.core.subscription.Counts;
import org.jspecify.annotations.Nullable;

/**
 * A queue, and what it has now.
 *
 * @param options as it was declared
 * @param owner the connection whose alone it is ({@link io.weir.core.tenant.Caller#connection}), or
 *     null
 * @param counts what it has; of a stream, what its topic holds, and its readers
 */
public record QueueDescription(
    String name, QueueOptions options, @Nullable String owner, Counts counts) {}
