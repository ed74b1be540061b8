/**
 * The servers that the tests talk to, each a child process: Weir, and for comparison an Apache
 * Kafka broker. {@link io.weir.tests.servers.Server} names the two that all tests share; who wants
 * to stop one starts his own.
 */
@NullMarked
package io.weir.tests.servers;

import org.jspecify.annotations.NullMarked;
