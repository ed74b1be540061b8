package io.weir.core.place;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * What a client's certificate says of its owner. That it is genuine, TLS has verified, here or at a
 * balancer that ended it.
 *
 * @param subject its distinguished name, as RFC 2253 writes it
 * @param uris the URIs among its alternative names
 * @param until when it is over; {@link Instant#MAX} where that is not known, as of one that a
 *     balancer has verified
 */
public record ClientCertificate(String subject, List<String> uris, Instant until) {
  /** The tag of a URI among alternative names (RFC 5280, section 4.2.1.6). */
  private static final int URI_NAME = 6;

  public ClientCertificate {
    uris = List.copyOf(uris);
  }

  /** One of which nobody says when it is over. */
  public ClientCertificate(String subject, List<String> uris) {
    this(subject, uris, Instant.MAX);
  }

  /** Reads a certificate; alternative names that do not parse are none. */
  public static ClientCertificate of(X509Certificate certificate) {
    return new ClientCertificate(
        certificate.getSubjectX500Principal().getName(X500Principal.RFC2253),
        uris(certificate),
        certificate.getNotAfter().toInstant());
  }

  private static List<String> uris(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        return List.of();
      }
      return names.stream()
          .filter(name -> name.get(0) instanceof Integer tag && tag == URI_NAME)
          .map(name -> String.valueOf(name.get(1)))
          .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
