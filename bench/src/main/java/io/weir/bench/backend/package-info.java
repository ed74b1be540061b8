/**
 * A backend in a process of its own, loaded through its SPI. {@link
 * io.weir.bench.backend.BackendProcess} opens the embedded log, reads {@link
 * io.weir.bench.backend.Order orders} from standard input and writes an {@link
 * io.weir.bench.backend.Outcome outcome} for each to standard output. What calls the log runs on
 * event loops, as in the gateway; the processor time of those threads is told apart from the rest.
 */
@NullMarked
package io.weir.bench.backend;

import org.jspecify.annotations.NullMarked;
