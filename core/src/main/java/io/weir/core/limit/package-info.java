/**
 * Who may do how much, now: {@link io.weir.core.limit.Limits} is asked, {@link
 * io.weir.core.limit.LimitTree} answers from a tree of token buckets.
 */
@NullMarked
package io.weir.core.limit;

import org.jspecify.annotations.NullMarked;
