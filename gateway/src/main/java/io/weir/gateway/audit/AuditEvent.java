package io.weir.gateway.audit;

import java.util.Locale;

/** What is audited; the name is the value of {@code event} in a line. */
enum AuditEvent {
  /** Somebody was not let in. */
  TURNED_AWAY,
  /** A caller may not do what it asked for. */
  DENIED,
  /** An administrator asked for something beyond its tenant. */
  ADMINISTERED,
  /** A change of the tenants' files has taken somebody's right to be there. */
  EXPELLED,
  /** Files that the gateway follows have changed. */
  RELOADED,
  /** More of one of the others came in a second than are written. */
  LEFT_OUT;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
