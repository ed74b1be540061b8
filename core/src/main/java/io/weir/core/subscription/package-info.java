/**
 * The engine of all competing consumers: it hands each message of a log to one of many and tracks
 * it until it is settled. {@link io.weir.core.subscription.Dispatch} decides who gets what, {@link
 * io.weir.core.subscription.Cursor} says what is settled; neither knows threads, a clock, or input
 * and output.
 */
@NullMarked
package io.weir.core.subscription;

import org.jspecify.annotations.NullMarked;
