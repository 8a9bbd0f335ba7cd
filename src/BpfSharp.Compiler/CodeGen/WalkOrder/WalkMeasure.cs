using System.Collections.Generic;
using System.Threading;
using BpfSharp.Compiler.CodeGen.Emission;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.WalkOrder.Ways;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Verifier;
using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Walk;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.WalkOrder;

/// <summary>What the verifier walks of a program as its functions are now.</summary>
internal sealed class WalkMeasure
{
    /// <summary>Instructions that all measurements of a program walk together.</summary>
    public const int Budget = 60_000;

    private const int CountBudget = 1_500_000;

    private readonly IrModule _module;
    private readonly IrProgram _program;
    private readonly IReadOnlyList<IrFunction> _functions;
    private readonly IReadOnlyList<MachineFunction> _codes;
    private readonly TargetFeatures _features;

    // What was walked once is the best, or of no use.
    private readonly HashSet<ulong> _known = new();
    private readonly StatePool _pool = new();

    // Walks that tell nothing but what they take of the budget, and what they may take together.
    private readonly Stack<(VerifierProgram Program, int Limit)> _putOff = new();
    private int _putOffMost;

    // Instructions walked by all measurements so far.
    private int _spent;

    public WalkMeasure(IrModule module, IrProgram program, IReadOnlyList<IrFunction> functions, IReadOnlyList<MachineFunction> codes, TargetFeatures features)
    {
        (_module, _program, _functions, _codes, _features) = (module, program, functions, codes, features);
    }

    /// <summary>Instructions and slots that were looked at without a walk, which takes a twentieth of the time for each.</summary>
    public int Counted { get; set; }

    /// <summary>The budget is spent. What was put off is walked where only that tells.</summary>
    public bool IsOver()
    {
        while (_putOff.Count != 0 && _spent + _putOffMost >= Budget)
        {
            (VerifierProgram program, int limit) = _putOff.Pop();
            _putOffMost -= MostOf(limit);
            Walk(program, limit, null);
        }

        return _spent >= Budget || Counted >= CountBudget;
    }

    /// <param name="limit">More instructions are not walked.</param>
    /// <param name="trace">Is told what the walk shows, of code that was measured before, too; unless it takes the code for longer or shorter.</param>
    /// <returns>Null where the walk is longer, or one that is not known, or the code was measured before.</returns>
    public WalkCost? Take(int limit, WayTrace? trace = null)
    {
        if (Encode() is not { } code || (!_known.Add(HashOf(code)) && trace is null))
            return null;
        WalkResult walk = Walk(ProgramReading.Read(_module, code), limit, trace?.Slots == code.Instructions.Count ? trace : null);
        return walk.End == WalkEnd.Complete ? new WalkCost(walk.Instructions, code.Instructions.Count) : null;
    }

    /// <summary>The same for code that must not have more slots than that.</summary>
    public WalkCost? TakeWithin(int slots, int limit)
    {
        if (Encode() is not { } code || !_known.Add(HashOf(code)))
            return null;
        VerifierProgram program = ProgramReading.Read(_module, code);
        if (code.Instructions.Count > slots)
        {
            _putOff.Push((program, limit));
            _putOffMost += MostOf(limit);
            return null;
        }

        WalkResult walk = Walk(program, limit, null);
        return walk.End == WalkEnd.Complete ? new WalkCost(walk.Instructions, code.Instructions.Count) : null;
    }

    /// <summary>One walk has served for two: the budget counts both.</summary>
    public void CountTwice(WalkCost cost) => _spent += cost.Instructions;

    // The one that is too much is counted, too.
    private static int MostOf(int limit) => limit + 1;

    private CompiledProgram? Encode()
    {
        var result = new CompiledProgram(_program);
        for (int i = 0; i < _codes.Count; i++)
        {
            result.Functions.Add(new CompiledFunction(result.Instructions.Count, _codes[i].Name, _functions[i].Span, []));
            if (!Encoder.TryRun(_codes[i], _features, result))
                return null;
        }

        FunctionReferences.Resolve(result, _functions);
        return result;
    }

    private WalkResult Walk(VerifierProgram program, int limit, IWalkObserver? observer)
    {
        WalkResult walk = Walker.Run(program, limit, WorkLimit.MaxPendingBranches, CancellationToken.None, _pool, observer);
        _spent += walk.Instructions;
        return walk;
    }

    // FNV-1a.
    private static ulong HashOf(CompiledProgram program)
    {
        const ulong Prime = 0x100000001b3;
        ulong hash = 0xcbf29ce484222325;
        unchecked
        {
            foreach (BpfInstruction i in program.Instructions)
            {
                hash = (hash ^ ((uint)i.Opcode << 24 | (uint)i.Destination << 20 | (uint)i.Source << 16 | (ushort)i.Offset)) * Prime;
                hash = (hash ^ (uint)i.Immediate) * Prime;
            }
        }

        return hash;
    }
}
