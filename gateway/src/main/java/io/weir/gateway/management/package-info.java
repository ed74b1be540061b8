/**
 * What an operator does with a running gateway, by the names of RabbitMQ's management API so far as
 * it has them: connections, virtual hosts, queues, alarms. On the admin port alone, which is this
 * machine's.
 */
@NullMarked
package io.weir.gateway.management;

import org.jspecify.annotations.NullMarked;
