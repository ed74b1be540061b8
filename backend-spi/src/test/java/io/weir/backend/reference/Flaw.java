package io.weir.backend.reference;

/**
 * Something that the reference backend does wrong on purpose, and a test of the kit that must
 * notice.
 */
enum Flaw {
  NONE(""),
  FORGETS_DUPLICATES("theLastFiveBatchesSentAgainAreDuplicatesAtTheirPlace"),
  TAKES_GAPS("anySequenceButTheNextAndTheLastFiveIsOutOfOrder"),
  FORGETS_WINDOWS_IN_A_RESTART("windowsSurviveACrash"),
  ONE_OFFSET_TOO_FAR("offsetsAreDenseFromZero"),
  LEAKS_A_BUFFER("everyAcknowledgedBatchIsOnceAtItsOffset"),
  LEAKS_ON_FAILURE("aBatchWithAFaultIsRefusedAndLeavesNothing"),
  RELEASES_TWICE("callsOfOneThreadTakeEffectInTheirOrder"),
  COMPLETES_ON_ANY_THREAD("whatIsCalledOnAContextCompletesOnIt"),
  SKIPS_VALIDATION("aBatchWithAFaultIsRefusedAndLeavesNothing"),
  IGNORES_MAX_BYTES("noMoreThanMaxBytesComesInWholeBatches"),
  APPENDS_HALF("oneThatIsRefusedTakesAllWithIt"),
  LOSES_THE_TAIL_IN_A_CRASH("everythingAcknowledgedIsThereAfterTheProcessIsKilled"),
  LETS_OLD_REIGNS_WRITE("theNextReignFencesTheOneBefore"),
  WAKES_EVERYBODY("otherPartitionsDoNotEndTheWait"),
  REUSES_TOPIC_IDS("theNameOfADeletedTopicIsFreeForAnEmptyOneWithAnotherId"),
  TIMESTAMPS_BY_BATCH("theFirstRecordNotBeforeATimeIsFoundAlsoInsideABatch"),
  SHOWS_OPEN_TRANSACTIONS("whatIsOpenIsSeenByUncommittedReadersAlone"),
  NAMES_NO_ABORTED("anAbortHidesItFromCommittedReaders"),
  KEEPS_WHAT_IS_SETTLED("whatIsSettledFromTheLogStartOnGoes"),
  SETTLES_WHOLE_BATCHES("aBatchOfWhichOneRecordIsLeftIsServed"),
  COMPACTS_THE_LAST("ofEachKeyTheLastRecordStaysAtItsOffset");

  final String noticedBy;

  Flaw(String noticedBy) {
    this.noticedBy = noticedBy;
  }
}
