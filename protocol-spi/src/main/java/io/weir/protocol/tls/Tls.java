package io.weir.protocol.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a listener's TLS.
 *
 * @param identity what is presented to clients
 * @param more what is presented instead to those that ask for a name in it
 * @param clientCa who signs clients' certificates; null if clients are not asked for any
 * @param requiresClients whether a client without a certificate is refused
 */
public record Tls(
    Identity identity, List<Identity> more, @Nullable Path clientCa, boolean requiresClients) {

  public Tls {
    more = List.copyOf(more);
  }

  /**
   * A certificate with its key.
   *
   * @param certificate the chain as PEM, the own certificate first; or, without a key, both as a
   *     PKCS #12 store
   * @param key as PEM, not encrypted
   * @param password of the store; empty if it has none
   */
  public record Identity(Path certificate, @Nullable Path key, String password) {
    @Override
    public String toString() {
      return "Identity[" + certificate + "]"; // Without the password.
    }
  }

  /** All that is read. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    add(files, identity);
    more.forEach(each -> add(files, each));
    if (clientCa != null) {
      files.add(clientCa);
    }
    return files;
  }

  private static void add(List<Path> files, Identity identity) {
    files.add(identity.certificate());
    if (identity.key() != null) {
      files.add(identity.key());
    }
  }
}
