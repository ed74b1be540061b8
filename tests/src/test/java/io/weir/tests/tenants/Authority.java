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

  Authority() throws Exception {
    own =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
  }

  /** What a listener is told of TLS with clients that may have certificates. */
  String listener() throws Exception {
    X509Bundle server =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=localhost")
            .addSanDnsName("localhost")
            .buildIssuedBy(own);
    return "{ certificate: %s, key: %s, clientCa: %s, clientCertificates: optional }"
        .formatted(
            file("server.pem", server.getCertificatePathPEM()),
            file("server.key", server.getPrivateKeyPEM()),
            file("clients.pem", own.getCertificatePEM()));
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
    X509Bundle client = new CertificateBuilder().ecp256().subject(subject).buildIssuedBy(own);
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
    X509Bundle client = new CertificateBuilder().ecp256().subject(subject).buildIssuedBy(own);
    return trusting(client.toKeyManagerFactory().getKeyManagers());
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
