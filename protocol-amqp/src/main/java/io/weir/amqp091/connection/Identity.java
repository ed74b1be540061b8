package io.weir.amqp091.connection;

import io.weir.core.auth.Outcome.Admitted;

/**
 * Who a client is.
 *
 * @param login the name that it gave, which may be empty where it showed a token or a certificate;
 *     where nobody is asked, whatever it said
 * @param who it was let in as
 */
record Identity(String login, Admitted who) {

  /** With which name its messages may say who has sent them. */
  String user() {
    return login.isEmpty() ? who.principal().name() : login;
  }

  /** Whether another one is the same user of the same tenant. */
  boolean isSame(Admitted other) {
    return who.tenant().equals(other.tenant())
        && who.principal().name().equals(other.principal().name());
  }
}
