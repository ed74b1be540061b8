package io.weir.gateway.config;

import java.nio.file.Path;
import java.util.List;

/** TLS of a listener, or none. The files are read again when they change. */
public record TlsConfig(
    @Setting(
            about =
                "The certificate and those that it rests on, as PEM; or with the key in a PKCS #12 store (`.p12`, `.pfx`). Without it the listener speaks in the clear.",
            standard = "''")
        Path certificate,
    @Setting(about = "The key of a certificate in PEM, as PEM and not encrypted.", standard = "''")
        Path key,
    @Setting(about = "The password of the PKCS #12 store.", standard = "''") String password,
    @Setting(
            about =
                "Certificates, as PEM, of those who sign clients' certificates; without it clients are asked for none.",
            standard = "''")
        Path clientCa,
    @Setting(
            about = "With `clientCa`: whether a client without a certificate is refused.",
            standard = "required")
        ClientCertificates clientCertificates,
    @Setting(
            about = "Certificates that are shown instead to clients that ask for a name in them.",
            standard = "[]")
        List<IdentityConfig> sni) {

  /** No TLS. */
  public static final TlsConfig OFF =
      new TlsConfig(
          Path.of(""), Path.of(""), "", Path.of(""), ClientCertificates.REQUIRED, List.of());

  public TlsConfig {
    sni = List.copyOf(sni);
  }

  /** Whether TLS is spoken. */
  public boolean isOn() {
    return isGiven(certificate);
  }

  /** Whether a file is named. */
  public static boolean isGiven(Path file) {
    return !file.toString().isEmpty();
  }

  @Override
  public String toString() {
    return "TlsConfig[" + certificate + "]"; // Without the password.
  }
}
