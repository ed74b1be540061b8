/**
 * What clients of RabbitMQ do to a server: RabbitMQ PerfTest in a process that stays warm, calls
 * with direct reply-to, a backlog that is drained; and Weir's router alone.
 */
@NullMarked
package io.weir.bench.rabbitmq;

import org.jspecify.annotations.NullMarked;
