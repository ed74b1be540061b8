package io.weir.gateway.config;

import java.nio.file.Path;

/** A certificate for clients that ask for one of its names. */
public record IdentityConfig(
    @Setting(about = "The certificates, as `certificate` of the listener.") Path certificate,
    @Setting(about = "The key, as that of the listener.", standard = "''") Path key,
    @Setting(about = "The password of the PKCS #12 store.", standard = "''") String password) {

  @Override
  public String toString() {
    return "IdentityConfig[" + certificate + "]"; // Without the password.
  }
}
