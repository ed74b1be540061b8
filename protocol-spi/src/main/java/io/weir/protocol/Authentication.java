package io.weir.protocol;

import io.weir.core.auth.Attempt;
import io.weir.core.auth.Authenticator;
import io.weir.core.auth.Naming;
import java.net.InetSocketAddress;

/** What a listener wants to know of who comes. */
public sealed interface Authentication {

  /** Nothing: everybody is the listener's anonymous. For loopback alone. */
  record Open() implements Authentication {}

  /**
   * Who it is, before anything else. A client that has not proved it within {@link
   * ConnectionBounds#frameTime} is let go of.
   *
   * @param authenticator says
   * @param naming what names mean that are presented here
   * @param encrypted whether all that arrives was encrypted on its way, so that passwords may be
   *     shown in clear; what comes over loopback may in any case
   */
  record Credentials(Authenticator authenticator, Naming naming, boolean encrypted)
      implements Authentication {

    /** What a client at an address does when it proves itself. */
    public Attempt attempt(InetSocketAddress client) {
      return new Attempt(
          naming, client.getAddress(), encrypted || client.getAddress().isLoopbackAddress());
    }
  }
}
