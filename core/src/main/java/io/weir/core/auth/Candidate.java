package io.weir.core.auth;

import io.weir.core.place.Placed;
import org.jspecify.annotations.Nullable;

/**
 * Whose password is to be verified: a user, or one who does not exist and is verified all the same.
 *
 * @param credential the user's, or one that no password fits
 * @param identity null for one who does not exist
 */
record Candidate(ScramCredential credential, @Nullable Identity identity) {

  /**
   * A user who exists.
   *
   * @param placed in its tenant
   */
  record Identity(Placed.In placed, User user) {}
}
