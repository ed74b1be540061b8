/**
 * The servers that are measured: how each is started, when it is ready, and what it uses.
 * Everything that is started or written lives in a {@link io.weir.bench.server.Workplace}, which
 * ends and deletes it.
 */
@NullMarked
package io.weir.bench.server;

import org.jspecify.annotations.NullMarked;
