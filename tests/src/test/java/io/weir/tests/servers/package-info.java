/**
 * The servers that the tests talk to, each a child process: Weir, and for comparison an Apache
 * Kafka broker. Client suites take theirs from {@link io.weir.tests.servers.SharedWeir}, or from
 * {@link io.weir.tests.servers.Server} where they compare; who wants to stop one starts his own.
 */
@NullMarked
package io.weir.tests.servers;

import org.jspecify.annotations.NullMarked;
