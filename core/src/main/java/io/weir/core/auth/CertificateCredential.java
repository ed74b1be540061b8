package io.weir.core.auth;

/**
 * A user who shows client certificates.
 *
 * @param subject whose certificate it is
 */
public record CertificateCredential(CertificateRule subject) implements Credential {

  /** The credential with a rule in its written form; see {@link CertificateRule#parse}. */
  public static CertificateCredential of(String subject) {
    return new CertificateCredential(CertificateRule.parse(subject));
  }
}
