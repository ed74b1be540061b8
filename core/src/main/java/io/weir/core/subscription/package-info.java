/**
 * The engine of all competing consumers: it hands each message of a log to one of many and tracks
 * it until it is settled. {@link io.weir.core.subscription.Subscriptions} opens them, and a {@link
 * io.weir.core.subscription.Subscription} is where consumers attach.
 *
 * <p>Inside are state machines that know no threads, no clock and no input or output: {@link
 * io.weir.core.subscription.Dispatch} decides who gets what, {@link
 * io.weir.core.subscription.Cursor} says what is settled. Around them is a thin shell on one event
 * loop, which reads ahead, writes down what changed, and tells consumers.
 */
@NullMarked
package io.weir.core.subscription;

import org.jspecify.annotations.NullMarked;
