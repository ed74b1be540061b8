/**
 * The embedded log measured on its own, one dimension after another. Each {@link
 * io.weir.bench.log.Trial} varies one thing and takes the same turn at each of its points, round
 * after round; the log runs in a {@link io.weir.bench.log.LogServer process of its own}.
 */
@NullMarked
package io.weir.bench.log;

import org.jspecify.annotations.NullMarked;
