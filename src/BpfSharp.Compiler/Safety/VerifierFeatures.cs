using System;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Safety;

/// <summary>What not every supported kernel's verifier finds out.</summary>
internal static class VerifierFeatures
{
    private static readonly Version s_unknownOperands = new(6, 10);
    private static readonly Version s_spilledNumbers = new(6, 9);
    private static readonly Version s_presentMemory = new(6, 4);
    private static readonly Version s_presentStructures = new(6, 5);
    private static readonly Version s_constantsOnTheLeft = new(6, 4);
    private static readonly Version s_locksOfEntries = new(6, 2);
    private static readonly Version s_numbersInBounds = new(6, 8);
    private static readonly Version s_allRounds = new(6, 7);
    private static readonly Version s_behindCallbacks = new(6, 5);

    /// <summary>Whether bounds of <c>|</c>, <c>^</c> and <c>*</c> of two unknown numbers are found.</summary>
    public static RangeView View(Version kernel) => kernel < s_unknownOperands ? RangeView.EarlyVerifier : RangeView.Verifier;

    /// <summary>A test for null of what a helper or a kernel function has given, and what was found not to be null, is decided (<c>reg_not_null</c>); sockets are always.</summary>
    public static bool DecidesNullTests(Version kernel, bool isKernelFunction) => kernel >= (isKernelFunction ? s_presentStructures : s_presentMemory);

    /// <summary>A lock in an entry that a callback was given can be taken: before, the entry has no id, and what is locked has none (<c>process_spin_lock</c>).</summary>
    public static bool LocksGivenEntries(Version kernel) => kernel >= s_locksOfEntries;

    /// <summary>A comparison of a constant with a number in bounds is decided on whichever side the constant is (<c>is_branch_taken</c>); before, on the right only.</summary>
    public static bool DecidesConstantsOnTheLeft(Version kernel) => kernel >= s_constantsOnTheLeft;

    /// <summary>A comparison of a register bounds the slot, too, that it was stored to before (a spilled number has an id).</summary>
    public static bool BoundsSpilledNumbers(Version kernel) => kernel >= s_spilledNumbers;

    /// <summary>A callback is walked for every number of calls, none among them; before, as if it were called exactly once (<c>is_callback_iter_next</c>).</summary>
    public static bool WalksAllRounds(Version kernel) => kernel >= s_allRounds;

    /// <summary>What a number that matters in a callback or a subprogram was computed from is found in its caller, too (<c>backtrack_insn</c>); before, all numbers matter then.</summary>
    public static bool LooksBehindCallbacks(Version kernel) => kernel >= s_behindCallbacks;

    /// <summary>A comparison of two numbers in bounds is decided; before, only one with a constant (<c>is_scalar_branch_taken</c>).</summary>
    public static bool DecidesNumbersInBounds(Version kernel) => kernel >= s_numbersInBounds;
}
