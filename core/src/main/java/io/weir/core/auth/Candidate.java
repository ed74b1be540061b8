package io.weir.core.auth;

import io.weir.core.place.Placed;
import org.jspecify.annotations.Nullable;

/**
 * Whose password is to be verified: a user, or one who does not exist and is verified all the same.
 *
 * @param credential the user's, or one that no password fits
 * @param imported where the credential is one of this, null elsewhere
 * @param identity null for one who does not exist
 */
record Candidate(
    ScramCredential credential,
    @Nullable ImportedCredential imported,
    @Nullable Identity identity) {

  /** A password as the credential was made of it; empty for one that fits none. */
  String form(String password) {
    ImportedCredential by = imported;
    return by == null ? SaslPrep.query(password).orElse("") : by.form(password);
  }

  /**
   * A user who exists.
   *
   * @param placed in its tenant
   */
  record Identity(Placed.In placed, User user) {}
}
