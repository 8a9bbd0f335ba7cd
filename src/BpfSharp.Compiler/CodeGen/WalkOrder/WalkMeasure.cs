using System.Collections.Generic;
using System.Threading;
using BpfSharp.Compiler.CodeGen.Emission;
using BpfSharp.Compiler.CodeGen.Machine;
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

    public WalkMeasure(IrModule module, IrProgram program, IReadOnlyList<IrFunction> functions, IReadOnlyList<MachineFunction> codes, TargetFeatures features)
    {
        (_module, _program, _functions, _codes, _features) = (module, program, functions, codes, features);
    }

    /// <summary>Instructions walked by all measurements so far.</summary>
    public int Spent { get; private set; }

    /// <summary>Instructions and slots that were looked at without a walk, which takes a twentieth of the time for each.</summary>
    public int Counted { get; set; }

    public bool IsOver => Spent >= Budget || Counted >= CountBudget;

    /// <param name="limit">More instructions are not walked.</param>
    /// <param name="observer">Is told what the walk shows, of code that was measured before, too.</param>
    /// <returns>Null where the walk is longer, or one that is not known, or the code was measured before.</returns>
    public WalkCost? Take(int limit, IWalkObserver? observer = null)
    {
        var result = new CompiledProgram(_program);
        for (int i = 0; i < _codes.Count; i++)
        {
            result.Functions.Add(new CompiledFunction(result.Instructions.Count, _codes[i].Name, _functions[i].Span, []));
            if (!Encoder.TryRun(_codes[i], _features, result))
                return null;
        }

        FunctionReferences.Resolve(result, _functions);
        if (!_known.Add(HashOf(result)) && observer is null)
            return null;
        WalkResult walk = Walker.Run(ProgramReading.Read(_module, result), limit, WorkLimit.MaxPendingBranches, CancellationToken.None, _pool, observer);
        Spent += walk.Instructions;
        return walk.End == WalkEnd.Complete ? new WalkCost(walk.Instructions, result.Instructions.Count) : null;
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
