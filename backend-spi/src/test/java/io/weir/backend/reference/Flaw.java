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
  COMPACTS_THE_LAST("ofEachKeyTheLastRecordStaysAtItsOffset"),
  COMPACTS_WHOLE_BATCHES_ONLY("whatStaysInABatchIsAsItWasWritten"),
  FORGETS_TOMBSTONES("aTombstoneTakesItsKeyAndStaysForItsTime"),
  KEEPS_TOMBSTONES("aTombstoneGoesWhenItsTimeIsOver"),
  LEAVES_A_GAP_AT_THE_END("whereNothingIsLeftReadersReachTheEndAllTheSame"),
  COMPACTS_THE_YOUNG("whatIsYoungerThanTheLeastLagStays"),
  WAITS_FOR_DIRT("whatIsOlderThanTheGreatestLagIsCompactedHoweverLittleItIs"),
  DELETES_WHAT_IS_COMPACTED("retentionTakesNothingFromATopicThatIsOnlyCompacted"),
  DELETES_WITHOUT_COMPACTING("whatIsCompactedAndDeletedKeepsTheLastOfEachKeyThatIsYoungEnough"),
  DROPS_WHAT_HAS_NO_KEY("recordsWithoutAKeyAreRefusedOrStay"),
  KEEPS_TIMES_THAT_ARE_GONE("timesAreFoundAmongWhatIsLeft"),
  COMPACTION_FORGETS_PRODUCERS("aProducerGoesOnThoughNothingOfItIsLeft"),
  COMPACTS_BY_WHAT_WAS_ABORTED("whatWasAbortedGoesAndTakesNothingsPlace"),
  COMPACTS_NO_TRANSACTIONS("whatWasCommittedIsCompactedLikeAllElse"),
  COMPACTS_WHAT_IS_OPEN("whatIsOpenIsLeftAlone"),
  KEEPS_MARKERS("theEndOfATransactionGoesSomeTimeAfterAllThatItEnded"),
  FINDS_EVERYTHING("allAndOnlyBatchesWithTheKeyAreFound"),
  FINDS_FIRST_RECORDS_ONLY("aKeyIsFoundInsideABatchHoweverItIsCompressed"),
  TAKES_NO_KEY_FOR_AN_EMPTY_ONE("anEmptyKeyIsOneLikeOthersAndNoneIsNone"),
  STANDS_WHERE_NOTHING_IS_FOUND("whoFindsNothingGetsToTheEndAllTheSame"),
  IGNORES_MAX_BYTES_BY_KEY("noMoreThanMaxBytesIsFoundInWholeBatches"),
  SHOWS_OPEN_TRANSACTIONS_BY_KEY("whatIsOpenIsFoundByUncommittedReadersAlone"),
  FINDS_WHAT_WAS_ABORTED("whatWasAbortedIsFoundByUncommittedReadersAlone"),
  SIZES_OF_FIRST_PARTITIONS("allPartitionsCountAndTheAnswerIsInTheOrderOfTheTopics"),
  SIZES_IN_ANOTHER_ORDER("allPartitionsCountAndTheAnswerIsInTheOrderOfTheTopics"),
  NO_SIZES_BESIDE_WHAT_IS_NOT_THERE("whatIsNotThereHasNoBytes"),
  COUNTS_WHAT_THIS_PROCESS_APPENDED("theyAreTheSameAfterARestartAndACrash"),
  COUNTS_WHAT_WAS_TRIMMED("whatWasTrimmedCountsNoMoreOnceItsSpaceIsFreed"),
  COUNTS_WHAT_WAS_COMPACTED("whatWasCompactedCountsNoMoreOnceItsSpaceIsFreed");

  final String noticedBy;

  Flaw(String noticedBy) {
    this.noticedBy = noticedBy;
  }
}
