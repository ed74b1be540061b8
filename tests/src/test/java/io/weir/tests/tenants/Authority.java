package io.weir.tests.tenants;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.weir.tests.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Signs certificates, and is trusted by this machine's clients and its gateway alike. */
final class Authority {
  private final Path directory = Project.newDirectory("certificates");
  private final X509Bundle own;

  /** Its own certificate, by which others know those that it signed. */
  final Path certificate;

  Authority() throws Exception {
    own =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    certificate = file("authority.pem", own.getCertificatePEM());
  }

  /** What a listener is told of TLS with clients that may have certificates. */
  String listener() throws Exception {
    return "{ %s, clientCa: %s, clientCertificates: optional }"
        .formatted(identity("localhost"), certificate);
  }

  /**
   * A server's certificate and key, as they stand between braces.
   *
   * @param names DNS names or addresses
   */
  String identity(String... names) throws Exception {
    X509Bundle server = server(names);
    return "certificate: %s, key: %s"
        .formatted(
            file(names[0] + ".pem", server.getCertificatePathPEM()),
            file(names[0] + ".key", server.getPrivateKeyPEM()));
  }

  /** The same in one file, as HAProxy has it. */
  Path bundle(String... names) throws Exception {
    X509Bundle server = server(names);
    return file(
        names[0] + ".bundle.pem", server.getCertificatePathPEM() + server.getPrivateKeyPEM());
  }

  private X509Bundle server(String... names) throws Exception {
    CertificateBuilder builder = new CertificateBuilder().ecp256().subject("CN=" + names[0]);
    for (String name : names) {
      if (name.matches("[0-9.]+")) {
        builder.addSanIpAddress(name);
      } else {
        builder.addSanDnsName(name);
      }
    }
    return builder.buildIssuedBy(own);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  /** Settings of Kafka's clients that trust it. */
  String[] trusted() {
    return new String[] {
      "ssl.truststore.type", "PEM", "ssl.truststore.certificates", own.getCertificatePEM()
    };
  }

  /** Settings of Kafka's clients with a certificate of their own, and nothing else to show. */
  String[] certified(String subject) throws Exception {
    X509Bundle client = client(subject);
    return Login.with(
        trusted(),
        "security.protocol",
        "SSL",
        "ssl.keystore.type",
        "PEM",
        "ssl.keystore.certificate.chain",
        client.getCertificatePathPEM(),
        "ssl.keystore.key",
        client.getPrivateKeyPEM());
  }

  /** The same of who shows a certificate of its own. */
  SSLContext trustingAs(String subject) throws Exception {
    return trusting(client(subject).toKeyManagerFactory().getKeyManagers());
  }

  /** A client's certificate and key in one file, as curl takes them. */
  Path certifiedFile(String subject) throws Exception {
    X509Bundle client = client(subject);
    return file("client.pem", client.getCertificatePathPEM() + client.getPrivateKeyPEM());
  }

  private X509Bundle client(String subject) throws Exception {
    return new CertificateBuilder().ecp256().subject(subject).buildIssuedBy(own);
  }

  /** For Java's HTTP client. */
  SSLContext trusting() throws Exception {
    return trusting(null);
  }

  private SSLContext trusting(KeyManager @Nullable [] keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, own.toTrustManagerFactory().getTrustManagers(), null);
    return context;
  }
}
