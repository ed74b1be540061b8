package io.weir.tests.tenants;

import javax.net.ssl.SSLContext;

/**
 * What a client shows of who it is.
 *
 * @param kind how it shows it
 * @param name whom it says it is, where it says so
 * @param secret the password, or the token
 * @param identity whom it trusts in TLS, and its certificate if it shows one
 */
record Credential(Kind kind, String name, String secret, SSLContext identity) {

  /** How a client can say who it is; a protocol has some of these. */
  enum Kind {
    NONE,
    /** A name and a password in the clear. */
    PASSWORD,
    /** A name, and a proof of knowing the password (RFC 5802, with SHA-256). */
    SCRAM,
    /** A signed token (RFC 7519). */
    TOKEN,
    /** A certificate in TLS. */
    CERTIFICATE;

    /** Whether a name comes with it. */
    boolean hasName() {
      return this == PASSWORD || this == SCRAM;
    }
  }
}
