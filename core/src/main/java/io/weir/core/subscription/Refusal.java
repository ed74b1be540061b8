package io.weir.core.subscription;

/** Why a consumer was not taken. */
enum Refusal {
  /** Another one is exclusive. */
  HELD_EXCLUSIVELY,
  /** It wants to be exclusive, and there are others. */
  IN_USE,
  /** There are as many as there may be. */
  TOO_MANY
}
