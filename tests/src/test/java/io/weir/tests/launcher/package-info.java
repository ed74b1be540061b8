/**
 * The launcher as people meet it. Most of it runs on a {@link io.weir.tests.launcher.Machine},
 * where JDKs and Maven are scripts; {@link io.weir.tests.launcher.LaunchedWeirTest} builds and runs
 * the real thing.
 */
@NullMarked
package io.weir.tests.launcher;

import org.jspecify.annotations.NullMarked;
