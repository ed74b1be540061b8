/**
 * Who connects: one database of users for all protocols, and how each way of proving oneself is
 * checked. {@link io.weir.core.auth.Authenticator} is what protocols ask; behind it {@link
 * io.weir.core.auth.Scram} is SCRAM as a state machine without a socket, {@link
 * io.weir.core.auth.Users} knows who exists, {@link io.weir.core.auth.Tokens} whose tokens are
 * believed, and {@link io.weir.core.auth.Backoff} who has guessed too often.
 */
@NullMarked
package io.weir.core.auth;

import org.jspecify.annotations.NullMarked;
