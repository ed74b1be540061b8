/**
 * What was measured and what it says: samples, comparisons of two contenders pair by pair, the rule
 * for a verdict, and the tables that are printed.
 */
@NullMarked
package io.weir.bench.result;

import org.jspecify.annotations.NullMarked;
