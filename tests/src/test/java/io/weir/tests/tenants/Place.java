package io.weir.tests.tenants;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How clients come to {@link Crossroads}, and whom they reach by that.
 *
 * @param listener where
 * @param origin from where
 * @param isBalanced whether a balancer stands between and says so
 * @param values what it says besides
 * @param serverName what they ask for in TLS
 * @param reached the tenants that they may be in: one if that is known or no other is possible,
 *     several if they have to say which, none if what is known contradicts itself or names nobody
 */
record Place(
    String listener,
    Origin origin,
    boolean isBalanced,
    List<ProxyHeader.Value> values,
    @Nullable String serverName,
    Set<String> reached) {

  /** Ranges of addresses, each with room for very many clients. */
  enum Origin {
    RED("127.16.0.0/16", 16, 0),
    /** Within that of red. */
    BLUE_WITHIN_RED("127.16.192.0/18", 16, 192),
    BLUE("127.17.0.0/16", 17, 0),
    /** In nobody's range. */
    ELSEWHERE("127.18.0.0/16", 18, 0);

    final String cidr;
    private final int second;
    private final int third;

    Origin(String cidr, int second, int third) {
      this.cidr = cidr;
      this.second = second;
      this.third = third;
    }

    /** One of its addresses: the same for the same number up to 16,000. */
    InetAddress address(int number) {
      try {
        return InetAddress.getByAddress(
            new byte[] {
              127, (byte) second, (byte) (third + number / 250), (byte) (1 + number % 250)
            });
      } catch (UnknownHostException e) {
        throw new IllegalStateException("four bytes are an address", e);
      }
    }
  }

  static Place on(String listener) {
    return new Place(listener, Origin.ELSEWHERE, false, List.of(), null, Set.of());
  }

  Place from(Origin other) {
    return new Place(listener, other, isBalanced, values, serverName, reached);
  }

  Place told(ProxyHeader.Value... said) {
    return new Place(listener, origin, true, List.of(said), serverName, reached);
  }

  Place asking(String name) {
    return new Place(listener, origin, isBalanced, values, name, reached);
  }

  Place reaches(String... tenants) {
    return new Place(
        listener, origin, isBalanced, values, serverName, new TreeSet<>(Arrays.asList(tenants)));
  }

  /** Whether the gateway itself speaks TLS there, and so sees certificates. */
  boolean isTls() {
    return listener.equals(Crossroads.TLS);
  }

  /** Whether nobody else can read what is said: in TLS, or where no wire leaves this machine. */
  boolean isConfidential() {
    return isTls() || !isBalanced || values.contains(ProxyHeader.tls());
  }

  /** Whether a client that connects wherever it is told still comes this way. */
  boolean isLasting() {
    return isBalanced || origin == Origin.ELSEWHERE;
  }

  /** The way of one client. */
  Way way(int port, InetAddress client) {
    Way way =
        isBalanced
            ? Way.direct(port, InetAddress.getLoopbackAddress())
                .behind(
                    ProxyHeader.from(client, port).with(values.toArray(ProxyHeader.Value[]::new)))
            : Way.direct(port, client);
    return isTls() ? way.inTls(serverName) : way;
  }

  @Override
  public String toString() {
    return "%s from %s%s%s, may be in %s"
        .formatted(
            listener,
            origin,
            isBalanced ? " told " + values.stream().map(ProxyHeader.Value::toString).toList() : "",
            serverName == null ? "" : " asking for " + serverName,
            reached);
  }
}
