package io.weir.core.subscription;

/** What becomes of a message that was delivered. */
public sealed interface Settlement {
  Settlement ACCEPT = new Accept();
  Settlement RELEASE = new Release();
  Settlement REJECT = new Reject();

  /** It is done with: it does not come again. */
  record Accept() implements Settlement {}

  /** Back to its place, before everything later; as if it had not been delivered but seen. */
  record Release() implements Settlement {}

  /**
   * Nobody is to have it: it goes where dead letters go, or is dropped where there is no such
   * place.
   */
  record Reject() implements Settlement {}

  /**
   * Back to its place, with a remark.
   *
   * @param failed the delivery counts as failed; a message whose deliveries failed more often than
   *     the subscription allows becomes a dead letter
   * @param undeliverableHere this consumer is not to have it again
   */
  record Modify(boolean failed, boolean undeliverableHere) implements Settlement {}
}
