/**
 * The same load against Weir and its peers, side by side. Two contenders take turns in one run, so
 * that what disturbs the machine for a while disturbs both; what they differ by is told apart from
 * chance by a rule that is stated in docs/performance.md.
 */
@NullMarked
package io.weir.bench;

import org.jspecify.annotations.NullMarked;
