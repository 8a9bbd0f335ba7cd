using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>
/// Numbers of the network's byte order that meet with their bytes swapped meet as they are: where the swapped number is only compared (or swapped back), no way swaps. Constants among them are swapped here.
/// What is made of a parameter is one swap behind it; <see cref="FoldRules"/> dissolve that in its uses.
/// </summary>
internal sealed class SwappedParameters
{
    private readonly IrFunction _function;
    private readonly IrOp _swap;
    private readonly RangeAnalysis _ranges;
    private readonly Dictionary<IrParameter, List<IrValue>> _arguments = new();
    private readonly Dictionary<IrValue, List<IrInstruction>> _users = new();
    private readonly Dictionary<IrValue, List<IrParameter>> _passedTo = new();
    private readonly HashSet<IrParameter> _candidates = new();

    private SwappedParameters(IrFunction function, IrOp swap)
    {
        _function = function;
        _swap = swap;
        _ranges = new RangeAnalysis(function);
        foreach (IrInstruction user in function.Blocks.SelectMany(static b => b.Instructions))
        {
            foreach (IrValue operand in user.Operands)
                Add(_users, operand, user);
            foreach (IrTarget target in user.Targets)
            {
                for (int i = 0; i < target.Arguments.Count; i++)
                {
                    Add(_arguments, target.Block.Parameters[i], target.Arguments[i]);
                    Add(_passedTo, target.Arguments[i], target.Block.Parameters[i]);
                }
            }
        }
    }

    // A swapped 64-bit constant is no immediate.
    public static bool Run(IrFunction function) => Run(function, IrOp.Bswap16) | Run(function, IrOp.Bswap32);

    private static bool Run(IrFunction function, IrOp swap) => function.Blocks.Exists(b => b.Instructions.Exists(i => IsNear(i, swap))) && new SwappedParameters(function, swap).Run();

    private static bool IsNear(IrInstruction i, IrOp swap) =>
        i.Op == swap ? i.Operands[0] is IrParameter : i.Targets.Exists(t => t.Arguments.Exists(a => a is IrInstruction argument && argument.Op == swap));

    private bool Run()
    {
        FindCandidates();
        bool changed = false;
        var seen = new HashSet<IrParameter>();
        foreach (IrParameter parameter in _function.Blocks.SelectMany(static b => b.Parameters).Where(_candidates.Contains).ToList())
        {
            if (!seen.Contains(parameter) && Connected(parameter, seen) is var web && IsWorthIt(web))
            {
                Push(web);
                changed = true;
            }
        }

        return changed;
    }

    // All that they may be can be told unswapped, at no cost.
    private void FindCandidates()
    {
        foreach (KeyValuePair<IrParameter, List<IrValue>> pair in _arguments)
        {
            if (pair.Key.Type == IrType.I32 && IsNarrow(pair.Key) && pair.Value.TrueForAll(a => a is IrParameter || IsSwap(a) || Swapped(a) is not null))
                _candidates.Add(pair.Key);
        }

        while (_candidates.RemoveWhere(p => _arguments[p].Exists(a => a is IrParameter other && !_candidates.Contains(other))) != 0)
        {
        }
    }

    private bool IsSwap(IrValue value) => value is IrInstruction swap && swap.Op == _swap && IsNarrow(swap.Operands[0]);

    // A swap of 16 bits drops the others.
    private bool IsNarrow(IrValue value) => _swap == IrOp.Bswap32 || _ranges.Get(value).UMax <= ushort.MaxValue;

    private IrConstant? Swapped(IrValue value) => value is IrConstant constant ? ByteOrder.Swap(_swap, constant) : null;

    private HashSet<IrParameter> Connected(IrParameter first, HashSet<IrParameter> seen)
    {
        var web = new HashSet<IrParameter> { first };
        var left = new Stack<IrParameter>(web);
        while (left.Count != 0)
        {
            IrParameter parameter = left.Pop();
            seen.Add(parameter);
            foreach (IrParameter other in _arguments[parameter].OfType<IrParameter>().Concat(Of(_passedTo, parameter)).Where(_candidates.Contains))
            {
                if (web.Add(other))
                    left.Push(other);
            }
        }

        return web;
    }

    private bool IsWorthIt(HashSet<IrParameter> web)
    {
        List<IrValue> arguments = web.SelectMany(p => _arguments[p]).Where(static a => a is not IrParameter).Distinct().ToList();
        int saved = arguments.Count(a => a is IrInstruction && Of(_users, a).Count == 0 && Of(_passedTo, a).TrueForAll(web.Contains));
        saved += web.Sum(p => Of(_users, p).Count(u => u.Op == _swap));
        int remaining = web.Count(p => !Of(_passedTo, p).TrueForAll(web.Contains) || !Of(_users, p).TrueForAll(u => Dissolves(u, p)));
        // A constant is known to the verifier; one whose bytes are swapped is not before 6.18.
        return saved > remaining && (remaining == 0 || arguments.TrueForAll(static a => a is IrInstruction));
    }

    // Takes the number as it is as well: here, or by a rule.
    private bool Dissolves(IrInstruction user, IrValue value) => user.Op switch
    {
        IrOp.Bswap16 or IrOp.Bswap32 => user.Op == _swap,
        IrOp.Eq or IrOp.Ne => user.Operands[0] == value && Swapped(user.Operands[1]) is not null,
        IrOp.And => user.Operands[0] == value && user.Operands[1] is IrConstant && Of(_passedTo, user).Count == 0
            && Of(_users, user).TrueForAll(u => u.Op is IrOp.Eq or IrOp.Ne && u.Operands[0] == user && Swapped(u.Operands[1]) is not null),
        _ => IsDirect(user, value),
    };

    // Any unknown number hides another; what is zero is so in each order; the cases of a switch are swapped with it.
    private bool IsDirect(IrInstruction user, IrValue value) => user.Op switch
    {
        IrOp.BrIf => true,
        IrOp.Opaque => user.Operands[0] != value,
        IrOp.Switch => user.Cases.TrueForAll(c => Swapped(IrConstant.I32((int)c)) is not null),
        _ => false,
    };

    private void Push(HashSet<IrParameter> web)
    {
        var map = new ValueMap();
        foreach (IrBlock block in _function.Blocks)
        {
            List<IrInstruction> swaps = block.Parameters.FindAll(web.Contains).ConvertAll(p => new IrInstruction(_swap, IrType.I32, p) { Span = block.Terminator.Span });
            foreach (IrInstruction swap in swaps)
                map.Replace(swap.Operands[0], swap);
            block.Instructions.InsertRange(0, swaps);
        }

        foreach (IrInstruction user in _function.Blocks.SelectMany(static b => b.Instructions))
        {
            for (int i = 0; i < user.Operands.Count; i++)
            {
                IrValue value = user.Operands[i];
                if (!map.Replaces(value) || map.Resolve(value) == user)
                    continue;
                if (!IsDirect(user, value))
                    user.Operands[i] = map.Resolve(value);
                else if (user.Op == IrOp.Switch)
                    SwapCases(user.Cases);
            }

            foreach (IrTarget target in user.Targets)
            {
                for (int i = 0; i < target.Arguments.Count; i++)
                    target.Arguments[i] = web.Contains(target.Block.Parameters[i]) ? Unswapped(target.Arguments[i]) : map.Resolve(target.Arguments[i]);
            }
        }
    }

    private void SwapCases(List<long> cases)
    {
        for (int i = 0; i < cases.Count; i++)
            cases[i] = Swapped(IrConstant.I32((int)cases[i]))!.Value;
    }

    private IrValue Unswapped(IrValue argument) => argument is IrInstruction swap ? swap.Operands[0] : Swapped(argument) ?? argument;

    private static void Add<TKey, TValue>(Dictionary<TKey, List<TValue>> lists, TKey key, TValue value)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<TValue>? list))
            lists.Add(key, list = new List<TValue>());
        list.Add(value);
    }

    private static List<TValue> Of<TValue>(Dictionary<IrValue, List<TValue>> lists, IrValue key) => lists.TryGetValue(key, out List<TValue>? list) ? list : new List<TValue>();
}
