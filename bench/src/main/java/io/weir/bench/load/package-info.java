/**
 * The load: Kafka's own performance tools in child JVMs for throughput, and a paced producer in
 * this one for latency, which those tools count in whole milliseconds only.
 */
@NullMarked
package io.weir.bench.load;

import org.jspecify.annotations.NullMarked;
