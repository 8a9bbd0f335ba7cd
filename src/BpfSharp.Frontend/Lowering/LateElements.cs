using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Elements that are taken later than they stand in the text (<see cref="LateAddress"/>): behind what delays them, on each way through the graph where that ends, or before the first operation behind it.</summary>
internal sealed class LateElements
{
    private readonly MethodLowering _method;
    private readonly Dictionary<CaptureId, Element> _elements = new();
    private readonly Dictionary<IOperation, Element> _own = new();

    public LateElements(MethodLowering method) => _method = method;

    private IEnumerable<Element> All => _elements.Values.Concat(_own.Values);

    public void Add(CaptureId id, LateAddress address)
    {
        if (!_elements.TryGetValue(id, out Element? element))
            _elements.Add(id, element = new Element(_method.Emit.Slot(IrType.Ptr, "")));
        element.Address = address;
        element.IsTaken = false;
    }

    /// <summary>Evaluates what an element is of, where it is to be taken late. Whoever uses the element then comes behind what delays it, and finds it.</summary>
    public bool Begin(IOperation target)
    {
        // A property is set behind its receiver's and its value's evaluation.
        if (target is IPropertyReferenceOperation { Property.RefKind: RefKind.None, Arguments.Length: 0, Instance: { } instance })
            return Begin(instance);
        if (target is IFlowCaptureReferenceOperation || LateAddress.Of(_method, target) is not { } address)
            return false;
        _own[target] = new Element(_method.Emit.Slot(IrType.Ptr, "")) { Address = address };
        return true;
    }

    /// <summary>The same for an argument, which is an element where it is passed by reference.</summary>
    public bool Begin(IArgumentOperation argument) =>
        (argument.Parameter is { RefKind: not RefKind.None } ? LateTake.IsElement(argument.Value) : LateTake.IsPart(argument.Value)) && Begin(argument.Value);

    /// <summary>What was begun, and where it lies; null for others.</summary>
    public IrValue? End(IOperation target)
    {
        if (_own.Count == 0 || !_own.TryGetValue(target, out Element? element))
            return null;
        _own.Remove(target);
        return Get(element);
    }

    public void Enter(BasicBlock block)
    {
        foreach (Element element in All)
            element.IsTaken = block.Predecessors.Where(static p => p.Source.IsReachable).All(p => element.TakenIn.Contains(p.Source.Ordinal));
    }

    public void Leave(BasicBlock block)
    {
        foreach (Element element in All.Where(static e => e.IsTaken))
            element.TakenIn.Add(block.Ordinal);
    }

    /// <summary>Called before an operation is evaluated.</summary>
    public void Before(IOperation operation) => TakeWhere(e => e.IsBefore(operation));

    /// <summary>Called behind its evaluation.</summary>
    public void Behind(IOperation operation) => TakeWhere(e => e.IsBehind(operation));

    /// <summary>Where the element lies; null where the capture is none of these.</summary>
    public IrValue? Find(CaptureId id) => _elements.TryGetValue(id, out Element? element) ? Get(element) : null;

    private IrValue Get(Element element)
    {
        if (!element.IsTaken)
            Take(element);
        return _method.Emit.Load(IrType.Ptr, element.Slot);
    }

    private void TakeWhere(Func<LateAddress, bool> isTime)
    {
        if (_elements.Count + _own.Count == 0)
            return;
        foreach (Element element in All.Where(e => !e.IsTaken && isTime(e.Address!)).ToArray())
            Take(element);
    }

    private void Take(Element element)
    {
        element.IsTaken = true;
        _method.Emit.Store(IrType.Ptr, element.Slot, element.Address!.Take());
    }

    private sealed class Element
    {
        public Element(IrValue slot) => Slot = slot;

        public IrValue Slot { get; }

        public LateAddress? Address { get; set; }

        public bool IsTaken { get; set; }

        /// <summary>Blocks at whose end it is taken.</summary>
        public HashSet<int> TakenIn { get; } = new();
    }
}
